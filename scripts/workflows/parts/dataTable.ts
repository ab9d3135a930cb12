/** n8n's Data Table node. Tables are found by name, and made by the workflow that uses them. */
import type { FlowNode, NodeExtras, Values } from '../flow';
import { core, locate } from './core';

/** For the notes of templates that use them. */
export const NEEDS_DATA_TABLES =
	'Needs an n8n whose Data Table node can make tables; tried with n8n 2.41.';

export interface Table {
	name: string;
	columns: Record<string, 'string' | 'number' | 'boolean' | 'date'>;
}

/** Column, comparison and value; comparisons such as `isEmpty` need no value. */
export type Condition = [column: string, comparison: string, value?: string];

function dataTable(name: string, parameters: Values, extras: NodeExtras): FlowNode {
	return core('dataTable', 1.1, name, parameters, extras);
}

/** Makes the table if it does not exist. Two workflows may do so at once, so it tries again. */
export function makeTable(name: string, table: Table): FlowNode {
	const column = Object.entries(table.columns).map(([title, type]) => ({ name: title, type }));
	return dataTable(
		name,
		{
			resource: 'table',
			operation: 'create',
			tableName: table.name,
			columns: { column },
			options: { createIfNotExists: true },
		},
		{ executeOnce: true, retryOnFail: true, maxTries: 3, waitBetweenTries: 1000 },
	);
}

const rows = (
	operation: string,
	table: Table,
	match: 'any' | 'all',
	conditions: Condition[],
): Values => ({
	resource: 'row',
	operation,
	dataTableId: locate('name', table.name),
	matchType: `${match}Condition${match === 'all' ? 's' : ''}`,
	filters: {
		conditions: conditions.map(([keyName, condition, keyValue]) => ({
			keyName,
			condition,
			...(keyValue === undefined ? {} : { keyValue }),
		})),
	},
});

const columnsOf = (values: Record<string, string | number | boolean>): Values => ({
	mappingMode: 'defineBelow',
	value: values,
});

/** Changes the rows that match, and outputs them. */
export function updateRows(
	name: string,
	table: Table,
	match: 'any' | 'all',
	conditions: Condition[],
	values: Record<string, string | number | boolean>,
	extras: NodeExtras = {},
): FlowNode {
	return dataTable(
		name,
		{ ...rows('update', table, match, conditions), columns: columnsOf(values), options: {} },
		extras,
	);
}

/** Changes the row that matches all conditions, or adds it. */
export function upsertRow(
	name: string,
	table: Table,
	conditions: Condition[],
	values: Record<string, string | number | boolean>,
	extras: NodeExtras = {},
): FlowNode {
	return dataTable(
		name,
		{ ...rows('upsert', table, 'all', conditions), columns: columnsOf(values), options: {} },
		extras,
	);
}

/** Reads all rows that match all conditions; without conditions, all rows. */
export function getRows(
	name: string,
	table: Table,
	conditions: Condition[] = [],
	extras: NodeExtras = {},
): FlowNode {
	return dataTable(
		name,
		{ ...rows('get', table, 'all', conditions), returnAll: true },
		{ alwaysOutputData: true, ...extras },
	);
}

/** Deletes the rows that match all conditions. */
export function deleteRows(
	name: string,
	table: Table,
	conditions: Condition[],
	extras: NodeExtras = {},
): FlowNode {
	return dataTable(
		name,
		{ ...rows('deleteRows', table, 'all', conditions), options: {} },
		{ alwaysOutputData: true, ...extras },
	);
}

/** Reads the oldest row that matches all conditions; without one, nothing is output. */
export function oldestRow(name: string, table: Table, conditions: Condition[]): FlowNode {
	return dataTable(
		name,
		{
			...rows('get', table, 'all', conditions),
			returnAll: false,
			limit: 1,
			orderBy: true,
			orderByColumn: 'id',
			orderByDirection: 'ASC',
		},
		{ executeOnce: true },
	);
}
