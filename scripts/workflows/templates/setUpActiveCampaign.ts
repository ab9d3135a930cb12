/** Makes the fields and tags that the other templates for ActiveCampaign use, once. */
import type { Flow } from '../flow';
import { fullPause, send } from '../parts/activeCampaign';
import { code, core, when } from '../parts/core';
import { inventory, tags } from '../parts/inventory';
import { activeCampaignAccount, settings } from '../parts/settings';
import type { Template } from '../template';

function draw(flow: Flow): void {
	const byHand = core('manualTrigger', 1, 'Execute Workflow', {});
	const start = settings([...activeCampaignAccount, tags], { tells: false });
	const compare = inventory();
	const missing = code('What Is Missing', 'whatIsMissing', { alwaysOutputData: true });
	const anyMissing = when('Anything Missing?', '={{ $json.path !== undefined }}');
	const toShow = code('Fields to Show', 'fieldsToShow', { alwaysOutputData: true });
	const anyToShow = when('Any Field?', '={{ $json.path !== undefined }}');
	const made = code('Done', 'whatWasMade');
	const making = [fullPause('A Second'), send('Make', 'POST')];
	const showing = [fullPause('Another Second'), send('Show', 'POST')];
	flow.chain(byHand, start, ...compare, missing, anyMissing, ...making, toShow, anyToShow);
	flow.chain(anyToShow, ...showing, made);
	flow.on(anyMissing, 'no', toShow).on(anyToShow, 'no', made);
	flow.section(
		'Compare',
		'**1. What is missing?** Fields and tags that are there already stay as they are.',
		...[byHand, start, ...compare, missing],
	);
	flow.section(
		'Make',
		'**2. Make it,** with a pause after each call: ActiveCampaign takes 5 a second. *Done* lists the result.',
		...[anyMissing, ...making, toShow, anyToShow, ...showing, made],
	);
	flow.note('Read Me', READ_ME, 4);
}

const READ_ME = `## Set up ActiveCampaign

Run this once before the other workflows with ActiveCampaign. It makes the contact fields **HL Calendar ID**, **HL Calendar Name**, **HL Calendar Timezone**, **HL Calendar**, **HL Free Slots** and **HL Slots Updated**, and the tags in *Settings*.

1. Enter the address of your account in *Settings* (in ActiveCampaign: Settings > Developer).
2. Choose your credential in *Read Fields and Tags*, *Make* and *Show*.
3. **Execute workflow.** To run it again changes nothing.

The workflow **ActiveCampaign: Undo the Set-Up** deletes them all.`;

export const setUpActiveCampaign: Template = {
	file: 'activecampaign-set-up',
	name: 'ActiveCampaign: Set Up the Fields and Tags for HighLevel',
	draw,
};
