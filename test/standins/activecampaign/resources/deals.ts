/** Deals, in a basic form: one pipeline with two stages, no custom fields. */
import type { Call, Handlers } from '../call';
import { idOf, neededText, textOf, wrapped } from '../call';
import { filter, metaOf, page } from '../listing';
import type { Deal } from '../records';
import { missing, noResult } from '../refusal';
import { KEY_USER } from '../shapes';
import { contactOf } from './contacts';

const WRITABLE = [
	'title',
	'description',
	'contact',
	'account',
	'value',
	'currency',
	'group',
	'stage',
	'owner',
	'percent',
	'status',
] as const;

function dealOf(call: Call): Deal {
	const id = idOf(call);
	const deal = call.state.deals.get(id);
	if (deal === undefined) throw noResult('Deal', id);
	return deal;
}

export const deals: Handlers = {
	'POST /deals': (call) => {
		const given = wrapped(call, 'deal');
		const contact = textOf(given, 'contact') ?? null;
		const account = textOf(given, 'account') ?? null;
		if (contact === null && account === null) throw missing('contact');
		if (contact !== null) contactOf(call, contact);
		const group = textOf(given, 'group');
		const stage = textOf(given, 'stage');
		if (group === undefined && stage === undefined) throw missing('group');
		const deal = call.state.deals.add({
			title: neededText(given, 'title'),
			value: neededText(given, 'value'),
			currency: neededText(given, 'currency').toLowerCase(),
			contact,
			account,
			group: group ?? '1',
			stage: stage ?? '1',
			owner: textOf(given, 'owner') ?? KEY_USER.id,
			description: textOf(given, 'description') ?? '',
			percent: textOf(given, 'percent') ?? '0',
			status: textOf(given, 'status') ?? '0',
			...call.changes.dated(),
		});
		call.changes.announceDeal('api', 'deal_add', deal);
		call.effect('deal.create', deal.id);
		return { status: 201, body: { deal: call.shapes.deal(deal) } };
	},
	'GET /deals': (call) => {
		const found = call.state.deals.where((deal) =>
			(['title', 'stage', 'group', 'status', 'owner'] as const).every((key) => {
				const wanted = filter(call, key);
				return wanted === undefined || deal[key] === wanted;
			}),
		);
		const listed = page(call, found);
		return {
			body: { deals: listed.rows.map((deal) => call.shapes.deal(deal)), meta: metaOf(listed) },
		};
	},
	'GET /deals/{id}': (call) => ({ body: { deal: call.shapes.deal(dealOf(call)) } }),
	'PUT /deals/{id}': (call) => {
		const deal = dealOf(call);
		const given = wrapped(call, 'deal');
		const keys = WRITABLE.filter((key) => {
			const value = textOf(given, key);
			return value !== undefined && value !== deal[key];
		});
		for (const key of keys) Object.assign(deal, { [key]: textOf(given, key) });
		deal.udate = call.now;
		if (keys.length > 0) call.changes.announceDeal('api', 'deal_update', deal, keys);
		call.effect('deal.update', deal.id);
		return { body: { deal: call.shapes.deal(deal) } };
	},
	'DELETE /deals/{id}': (call) => {
		const deal = dealOf(call);
		call.state.deals.delete(deal.id);
		call.effect('deal.delete', deal.id);
		return { body: {} };
	},
	'POST /deals/{id}/notes': (call) => {
		const deal = dealOf(call);
		const text = neededText(wrapped(call, 'note'), 'note');
		const note = call.changes.addNote('api', 'Deal', deal.id, text);
		call.effect('note.create', note.id);
		return {
			status: 201,
			body: { deals: [call.shapes.deal(deal)], note: call.shapes.note(note) },
		};
	},
	'PUT /deals/{id}/notes/{noteId}': (call) => {
		const deal = dealOf(call);
		const id = call.params.noteId ?? '';
		const note = call.state.notes.get(id);
		if (note?.reltype !== 'Deal' || note.relid !== deal.id) throw noResult('Note', id, 403);
		Object.assign(note, { note: neededText(wrapped(call, 'note'), 'note'), udate: call.now });
		call.effect('note.update', id);
		return { body: { deals: [call.shapes.deal(deal)], note: call.shapes.note(note) } };
	},
};
