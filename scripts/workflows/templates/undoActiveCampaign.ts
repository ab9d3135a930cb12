/** Deletes what the set-up of ActiveCampaign made. */
import type { Flow } from '../flow';
import { fullPause, remove } from '../parts/activeCampaign';
import { code, core, when } from '../parts/core';
import { inventory, tags } from '../parts/inventory';
import { activeCampaignAccount, SETTING, settings, yesNo } from '../parts/settings';
import type { Template } from '../template';

function draw(flow: Flow): void {
	const byHand = core('manualTrigger', 1, 'Execute Workflow', {});
	const start = settings([...activeCampaignAccount, yesNo('showOnly', true), tags], {
		tells: false,
	});
	const compare = inventory();
	const toDelete = code('What to Delete', 'whatToDelete');
	const showOnly = when('Show Only?', `={{ ${SETTING}.showOnly }}`);
	const deleting = [fullPause('A Second'), remove('Delete', { onError: 'continueRegularOutput' })];
	flow.chain(byHand, start, ...compare, toDelete, showOnly).on(showOnly, 'no', ...deleting);
	flow.section(
		'Delete',
		'**Delete** the fields and tags of the set-up, with the values in them. *What to Delete* lists them.',
		...[byHand, start, ...compare, toDelete, showOnly, ...deleting],
	);
	flow.note('Read Me', READ_ME, 4);
}

const READ_ME = `## Undo the set-up of ActiveCampaign

Deletes the fields and tags that the set-up made, **with the values that contacts have in them**. ActiveCampaign cannot bring them back.

1. Enter the address of your account in *Settings*, and choose your credential in *Read Fields and Tags* and *Delete*.
2. **Execute workflow** lists in *What to Delete* what it would delete.
3. Set *showOnly* to false and execute it again.

Switch the other workflows off first.`;

export const undoActiveCampaign: Template = {
	file: 'activecampaign-undo-set-up',
	name: 'ActiveCampaign: Undo the Set-Up',
	draw,
};
