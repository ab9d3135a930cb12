/** Deletes what the set-up of ActiveCampaign made. */
import type { Flow } from '../flow';
import { fullPause, remove } from '../parts/activeCampaign';
import { activeCampaignTurn } from '../parts/activeCampaignTurns';
import { code, core, when } from '../parts/core';
import { inventory, tags } from '../parts/inventory';
import { activeCampaignAccount, SETTING, settings, yesNo } from '../parts/settings';
import type { Template } from '../template';

function draw(flow: Flow): void {
	const byHand = core('manualTrigger', 1, 'Execute Workflow', {});
	const start = settings([...activeCampaignAccount, yesNo('showOnly', true), tags], {
		tells: false,
		turns: true,
	});
	const compare = inventory();
	const toDelete = code('What to Delete', 'whatToDelete', { alwaysOutputData: true });
	const showOnly = when('Show Only?', `={{ ${SETTING}.showOnly }}`);
	const anyToDelete = when('Anything There?', '={{ $json.path !== undefined }}');
	const deleted = code('Done', 'whatWasDeleted', { alwaysOutputData: true });
	const turn = activeCampaignTurn(flow, deleted);
	const deleting = [fullPause('A Second'), remove('Delete', { onError: 'continueRegularOutput' })];
	flow.chain(byHand, start, turn.enter);
	flow.chain(turn.take, ...compare, toDelete, anyToDelete, showOnly);
	flow.on(showOnly, 'no', ...deleting, deleted).on(showOnly, 'yes', turn.giveBack);
	flow.on(anyToDelete, 'no', deleted);
	flow.section(
		'Start',
		'**1. Start.** ActiveCampaign takes 5 requests a second for all that use the account, so it waits until no other of these workflows works with it.',
		...[byHand, start, ...turn.waiting],
	);
	flow.section(
		'Delete',
		'**2. Delete** the fields and tags of the set-up, with the values in them. *What to Delete* lists them.',
		...[...compare, toDelete, anyToDelete, showOnly, ...deleting, deleted],
	);
	flow.section('End', '**3. End.** What could not be deleted is named; run it again.', ...turn.end);
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
