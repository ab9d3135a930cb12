/** Polling triggers in n8n-core. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { HighLevelCalendarsTrigger } from '../../../nodes/HighLevel/HighLevelCalendarsTrigger.node';
import { HighLevelContactsTrigger } from '../../../nodes/HighLevel/HighLevelContactsTrigger.node';
import { contactEvents } from '../../../nodes/HighLevel/polling/contacts';
import type { TestAccount } from '../account';
import { EVENT_PARAMETERS } from './eventFixtures';

const contacts = new HighLevelContactsTrigger();
const calendars = new HighLevelCalendarsTrigger();

interface Settings {
	/** Default: those that the event needs. */
	parameters?: INodeParameters;
	/** Fields of the credential to replace. */
	credential?: IDataObject;
	/** Default: 1, whose items are as HighLevel sends them. */
	typeVersion?: number;
	/** Default: as a new node of that version has it. */
	simple?: boolean;
}

/** A trigger of an active workflow in n8n-core: its static data remains the same object from poll to poll. */
export class RunningTrigger {
	private staticData: IDataObject = {};

	constructor(
		private readonly account: TestAccount,
		private readonly event: string,
		private settings: Settings = {},
	) {}

	async poll(mode: 'trigger' | 'manual' = 'trigger'): Promise<IDataObject[] | null> {
		const { account, event } = this;
		const { parameters = EVENT_PARAMETERS[event], credential, simple } = this.settings;
		const { typeVersion = 1 } = this.settings;
		const isOfContacts = contactEvents.some(({ value }) => value === event);
		const { output, staticData } = await account.engine.poll({
			nodeType: isOfContacts ? contacts : calendars,
			typeVersion,
			parameters: {
				authentication: 'privateIntegration',
				event,
				...(simple === undefined ? {} : { simple }),
				...parameters,
			},
			credentials: { highLevelPrivateIntegrationApi: account.credential(credential) },
			staticData: this.staticData,
			mode,
		});
		this.staticData = staticData;
		return output?.[0]?.map(({ json }) => json) ?? null;
	}

	/** Continues with other settings of the node, as after an edit of the workflow. */
	change(settings: Settings): void {
		this.settings = { ...this.settings, ...settings };
		this.restart();
	}

	/** Continues with the same workflow in a new process. */
	restart(): void {
		this.staticData = JSON.parse(JSON.stringify(this.staticData)) as IDataObject;
	}
}
