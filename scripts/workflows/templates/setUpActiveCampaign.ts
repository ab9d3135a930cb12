/** Makes the fields and tags that the other templates for ActiveCampaign use, once. */
import type { Flow } from '../flow';
import { fullPause, send } from '../parts/activeCampaign';
import { activeCampaignTurn } from '../parts/activeCampaignTurns';
import { code, core, when } from '../parts/core';
import { inventory, tags } from '../parts/inventory';
import { activeCampaignAccount, settings } from '../parts/settings';
import type { Template } from '../template';

function draw(flow: Flow): void {
	const byHand = core('manualTrigger', 1, 'Execute Workflow', {});
	const start = settings([...activeCampaignAccount, tags], { tells: false, turns: true });
	const compare = inventory();
	const missing = code('What Is Missing', 'whatIsMissing', { alwaysOutputData: true });
	const anyMissing = when('Anything Missing?', '={{ $json.path !== undefined }}');
	const toShow = code('Fields to Show', 'fieldsToShow', { alwaysOutputData: true });
	const anyToShow = when('Any Field?', '={{ $json.path !== undefined }}');
	const made = code('Done', 'whatWasMade');
	const turn = activeCampaignTurn(flow, made);
	const goesOn = { onError: 'continueRegularOutput', alwaysOutputData: true } as const;
	const making = [fullPause('A Second'), send('Make', 'POST', goesOn)];
	const showing = [fullPause('Another Second'), send('Show', 'POST', goesOn)];
	flow.chain(byHand, start, turn.enter);
	flow.chain(turn.take, ...compare, missing, anyMissing, ...making, toShow, anyToShow);
	flow.chain(anyToShow, ...showing, made);
	flow.on(anyMissing, 'no', toShow).on(anyToShow, 'no', made);
	flow.section(
		'Start',
		'**1. Start.** ActiveCampaign takes 5 requests a second for all that use the account, so it waits until no other of these workflows works with it.',
		...[byHand, start, ...turn.waiting],
	);
	flow.section(
		'Compare',
		'**2. What is missing?** Fields and tags that are there already stay as they are.',
		...[...compare, missing],
	);
	flow.section(
		'Make',
		'**3. Make it,** with a pause after each call. *Done* lists the result.',
		...[anyMissing, ...making, toShow, anyToShow, ...showing, made],
	);
	flow.section('End', '**4. End.** What could not be made is named; run it again.', ...turn.end);
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
