import type { Resource } from '../../../shared/operation';
import { contact } from './contact';

/** The resources of the HighLevel Contacts node, in the order of its documentation. */
export const contactResources: Resource[] = [contact];
