/** What the demo consists of while it runs. */
import type { N8nClient } from '../../test/e2e/lib/client';
import type { ActiveCampaignStandIn } from '../../test/standins/activecampaign';
import type { CalendarHeroStandIn } from '../../test/standins/calendarhero';
import type { ChatModelStandIn } from '../../test/standins/chatmodel';
import type { HighLevelStandIn } from '../../test/standins/highlevel';

/** The stand-ins. Their state is fresh at every start. */
export interface StandIns {
	highLevel: HighLevelStandIn;
	activeCampaign: ActiveCampaignStandIn;
	calendarHero: CalendarHeroStandIn;
	/** Behind n8n's AI agent. */
	chatModel: ChatModelStandIn;
}

/** What a template of the registry may use. */
export interface Demo extends StandIns {
	/** Signed in to n8n. */
	client: N8nClient;
}
