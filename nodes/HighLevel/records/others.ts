// The shapes of records that are too short for Simplify.

import type { RecordShape } from './shape';
import { withIdFrom } from './shape';

/** A room or a piece of equipment. */
export const resourceShape: RecordShape = { normalise: withIdFrom('_id') };

export const taskShape: RecordShape = { normalise: withIdFrom('_id') };
