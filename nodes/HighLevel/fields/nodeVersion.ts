// Fields that only some versions of a node show.

import type { Field } from '../../shared/operation';

const inVersions =
	(...versions: number[]) =>
	(field: Field): Field => ({ ...field, show: { ...field.show, '@version': versions } });

/** A field where saved nodes of version 1 have its value. */
export const inVersion1 = inVersions(1);

/** A field as new nodes show it. */
export const inNewNodes = inVersions(1.1);
