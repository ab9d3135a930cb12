import type { INodeParameters } from 'n8n-workflow';

import { HighLevelCalendars } from '../../../../nodes/HighLevel/HighLevelCalendars.node';
import type { MethodOptions } from '../../../engine/harness';
import type { TestAccount } from '../../account';

/** The Calendars node as it is in the editor, for the engine's `listSearch` and `loadOptions`. */
export const inEditor = (
	account: TestAccount,
	parameters: INodeParameters = {},
): MethodOptions => ({
	nodeType: new HighLevelCalendars(),
	parameters: { authentication: 'privateIntegration', ...parameters },
	credentials: { highLevelPrivateIntegrationApi: account.credential() },
});

/** An expression without a result. n8n itself refuses a required field that is plainly empty. */
export const NOTHING = '={{ $json.nothing }}';
