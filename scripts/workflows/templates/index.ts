/** Every template that is generated. */
import type { Template } from '../template';
import { sendFreeTimes } from './sendFreeTimes';

export const templates: Template[] = [sendFreeTimes];
