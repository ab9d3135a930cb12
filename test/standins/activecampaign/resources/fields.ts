/** Custom contact fields, their options, and the lists that show them. */
import { isObject } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import { Refusal } from '../../shared/answer';
import type { Call, Handlers } from '../call';
import { idOf, neededText, textOf, wrapped } from '../call';
import { fieldNamed } from '../changes';
import { filter, metaOf, page } from '../listing';
import type { Field, FieldOption, FieldRel } from '../records';
import { invalid, noResult } from '../refusal';
import { same } from '../state';

const TYPES = [
	'text',
	'textarea',
	'date',
	'datetime',
	'number',
	'dropdown',
	'radio',
	'listbox',
	'checkbox',
	'hidden',
	'NULL',
];

function fieldOf(call: Call): Field {
	const id = idOf(call);
	const field = call.state.fields.get(id);
	if (field === undefined) throw noResult('Field', id);
	return field;
}

function optionsOf(call: Call, of: Field): FieldOption[] {
	return call.state.fieldOptions.where(({ field }) => field === of.id);
}

function relsOf(call: Call, of: Field): FieldRel[] {
	return call.state.fieldRels.where(({ field }) => field === of.id);
}

/** The options and relations that accompany fields in every answer. */
function aside(call: Call, fields: Field[]): JsonObject {
	const { shapes } = call;
	return {
		fieldOptions: fields.flatMap((field) =>
			optionsOf(call, field).map((option) => shapes.fieldOption(option)),
		),
		fieldRels: fields.flatMap((field) => relsOf(call, field).map((rel) => shapes.fieldRel(rel))),
	};
}

function show(call: Call, field: Field): JsonObject {
	return { ...aside(call, [field]), field: call.shapes.field(field) };
}

function refuseTaken(call: Call, title: string, perstag: string, except?: Field): void {
	if (fieldNamed(call.state, 'title', title, except) !== undefined) {
		throw invalid('A field with this title already exists', 'duplicate', 'title');
	}
	if (fieldNamed(call.state, 'perstag', perstag, except) !== undefined) {
		throw invalid('A field with this personalization tag already exists', 'duplicate', 'perstag');
	}
}

/** The personalisation tag that a title gets by itself. */
function perstagFor(title: string): string {
	return title
		.toUpperCase()
		.replace(/[^A-Z0-9]+/g, '_')
		.replace(/^_|_$/g, '');
}

function typeIn(given: JsonObject): string {
	const type = neededText(given, 'type');
	if (!TYPES.includes(type)) throw invalid('The type is not valid', 'invalid', 'type');
	return type;
}

export const fields: Handlers = {
	'GET /fields': (call) => {
		const perstag = filter(call, 'perstag');
		const found = call.state.fields.where(
			(field) => perstag === undefined || same(field.perstag, perstag),
		);
		const listed = page(call, found);
		return {
			body: {
				...aside(call, listed.rows),
				fields: listed.rows.map((field) => call.shapes.field(field)),
				meta: metaOf(listed),
			},
		};
	},
	'POST /fields': (call) => {
		const given = wrapped(call, 'field');
		const type = typeIn(given);
		const title = neededText(given, 'title');
		const perstag = textOf(given, 'perstag') ?? '';
		const values = {
			title,
			type,
			perstag: (perstag === '' ? perstagFor(title) : perstag).toUpperCase(),
			descript: textOf(given, 'descript') ?? null,
			defval: textOf(given, 'defval') ?? null,
			isrequired: textOf(given, 'isrequired') ?? '0',
			visible: textOf(given, 'visible') ?? '1',
			ordernum: textOf(given, 'ordernum') ?? '0',
		};
		refuseTaken(call, title, values.perstag);
		const field = call.changes.addField(values);
		call.effect('field.create', field.id);
		return { status: 201, body: show(call, field) };
	},
	'GET /fields/{id}': (call) => ({ body: show(call, fieldOf(call)) }),
	'PUT /fields/{id}': (call) => {
		const field = fieldOf(call);
		const given = wrapped(call, 'field');
		const title = textOf(given, 'title') ?? field.title;
		const perstag = (textOf(given, 'perstag') ?? field.perstag).toUpperCase();
		refuseTaken(call, title, perstag, field);
		const type = given.type === undefined ? field.type : typeIn(given);
		Object.assign(field, { title, perstag, type, udate: call.now });
		for (const key of ['descript', 'defval', 'isrequired', 'visible', 'ordernum'] as const) {
			const value = textOf(given, key);
			if (value !== undefined) field[key] = value;
		}
		call.effect('field.update', field.id);
		return { body: show(call, field) };
	},
	'DELETE /fields/{id}': (call) => {
		const field = fieldOf(call);
		call.changes.deleteField(field);
		call.effect('field.delete', field.id);
		return { body: {} };
	},
	'GET /fields/{id}/options': (call) => {
		const options = optionsOf(call, fieldOf(call));
		return { body: { fieldOptions: options.map((one) => call.shapes.fieldOption(one)) } };
	},
	'GET /fields/{id}/relations': (call) => ({
		body: { fieldRels: relsOf(call, fieldOf(call)).map((rel) => call.shapes.fieldRel(rel)) },
	}),
	'POST /fieldRels': (call) => {
		const given = wrapped(call, 'fieldRel');
		const field = neededText(given, 'field');
		const relid = neededText(given, 'relid');
		if (call.state.fields.get(field) === undefined) throw noResult('Field', field);
		if (relid !== '0' && call.state.lists.get(relid) === undefined) throw noResult('List', relid);
		const known = call.state.fieldRels.find((one) => one.field === field && one.relid === relid);
		const rel = known ?? call.state.fieldRels.add({ field, relid, ...call.changes.dated() });
		call.effect(known === undefined ? 'fieldRel.create' : 'fieldRel.unchanged', rel.id);
		const shown = { ...call.shapes.fieldRel(rel), field: Number(field), relid: Number(relid) };
		return { status: 201, body: { fieldRel: shown } };
	},
	'POST /fieldOption/bulk': (call) => {
		const list: unknown[] = Array.isArray(call.body.fieldOptions) ? call.body.fieldOptions : [];
		const given = list.filter(isObject);
		if (given.length === 0 || given.length < list.length) {
			throw new Refusal(422, { errors: 'fieldOptions must be a list of at least one option' });
		}
		const values = given.map((one) => ({
			field: neededText(one, 'field'),
			value: neededText(one, 'value'),
			label: textOf(one, 'label') ?? neededText(one, 'value'),
			orderid: textOf(one, 'orderid') ?? '0',
			isdefault: textOf(one, 'isdefault') ?? '0',
		}));
		for (const { field } of values) {
			if (call.state.fields.get(field) === undefined) throw noResult('Field', field);
		}
		const { fieldOptions } = call.state;
		const options = values.map((one) => fieldOptions.add({ ...one, ...call.changes.dated() }));
		call.effect('fieldOption.create', ...options.map(({ id }) => id));
		const shown = options.map((option) => call.shapes.fieldOption(option));
		return { status: 201, body: { fieldOptions: shown } };
	},
};
