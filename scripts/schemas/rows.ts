// All rows of both nodes, for the generators of schemas.

import { calendarResources } from '../../nodes/HighLevel/resources/calendars';
import { contactResources } from '../../nodes/HighLevel/resources/contacts';
import type { Operation, Resource } from '../../nodes/shared/operation';

/** A row, with the node and the resource that it belongs to. */
export interface Row {
	node: 'contacts' | 'calendars';
	resource: Resource;
	operation: Operation;
}

function rowsOf(node: Row['node'], resources: Resource[]): Row[] {
	return resources.flatMap((resource) =>
		resource.operations.map((operation) => ({ node, resource, operation })),
	);
}

/** All rows of both nodes. */
export const ROWS: Row[] = [
	...rowsOf('contacts', contactResources),
	...rowsOf('calendars', calendarResources),
];

/** The name of a row in the tables of these scripts: `contacts task.complete`. */
export const nameOf = ({ node, resource, operation }: Row) =>
	`${node} ${resource.value}.${operation.value}`;
