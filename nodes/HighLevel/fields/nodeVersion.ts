// Fields that only some versions of a node show.

import { locator } from '../../shared/locator';
import type { Field } from '../../shared/operation';

const inVersions =
	(...versions: number[]) =>
	(field: Field): Field => ({ ...field, show: { ...field.show, '@version': versions } });

/** A field where saved nodes of version 1 have its value. */
export const inVersion1 = inVersions(1);

/** A field as new nodes show it. */
export const inNewNodes = inVersions(1.1);

type Text = Pick<Field, 'displayName' | 'placeholder' | 'description'>;

/** A required ID under one name: a text in version 1, and a locator in new nodes. */
export const idTextInVersion1 = (text: Text, source: Parameters<typeof locator>[0]): Field[] => {
	const common = { name: source.name, required: true, ...(source.send && { send: source.send }) };
	return [
		inVersion1({ ...text, ...common, type: 'string', default: '' }),
		inNewNodes(locator({ ...source, ...common })),
	];
};
