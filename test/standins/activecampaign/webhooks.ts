/** Sends webhooks as ActiveCampaign does. */
import type { Clock } from '../shared/clock';
import { Deliverer } from '../shared/deliverer';
import type { DeliveryRecord } from '../shared/deliverer';
import { isoInZone } from '../shared/times';
import { LIST_BOUND } from './events';
import type { Contact, Source, Webhook } from './records';
import type { State } from './state';

/** Something that happened in the account. */
export interface Happening {
	/** The event's name. */
	type: string;
	source: Source;
	/** The contact that it is about, if it is about one. */
	contact?: Contact;
	/** The list that it is about. */
	list?: string;
	/** The event's own keys. */
	extra?: Array<[string, string]>;
}

/** Sends an event once to every webhook that subscribed to it, form-encoded; a 410 switches the webhook off. */
export class WebhookSender {
	private readonly deliverer = new Deliverer();

	constructor(
		private readonly state: State,
		private readonly clock: Clock,
		private readonly zone: string,
	) {}

	/** All deliveries so far, in the order of sending, with their bodies and the receivers' statuses. */
	get deliveries(): readonly DeliveryRecord[] {
		return this.deliverer.deliveries;
	}

	/** Waits until every delivery was answered. */
	settled(): Promise<void> {
		return this.deliverer.settled();
	}

	/** Forgets the deliveries. */
	clear(): void {
		this.deliverer.clear();
	}

	/** Sends an event to the webhooks that subscribed to its name and source. */
	announce(happening: Happening): void {
		for (const hook of this.state.webhooks.all()) {
			if (!this.wants(hook, happening)) continue;
			const body = this.bodyOf(happening, ({ id }) => id);
			void this.send(hook.url, body, happening.type, hook);
		}
	}

	/** Sends a delivery's bytes again: ActiveCampaign promises at least one delivery, not exactly one. */
	async again(delivery: DeliveryRecord): Promise<DeliveryRecord> {
		return await this.send(delivery.url, delivery.body, delivery.event);
	}

	/** Sends what the Webhook step of an automation sends: the contact, its fields by personalisation tag. */
	async fromAutomation(url: string, contact: Contact): Promise<DeliveryRecord> {
		const happening: Happening = { type: 'update', source: 'system', contact };
		const body = this.bodyOf(happening, ({ perstag }) => perstag.toLowerCase());
		return await this.send(url, body, 'automation');
	}

	private wants(hook: Webhook, { type, source, contact, list }: Happening): boolean {
		if (hook.isOff || !hook.events.includes(type) || !hook.sources.includes(source)) return false;
		if (hook.listid === '0' || !LIST_BOUND.includes(type)) return true;
		if (list !== undefined) return list === hook.listid;
		const lists = contact === undefined ? [] : this.state.listsOf(contact.id);
		return lists.some((one) => one.list === hook.listid);
	}

	private async send(
		url: string,
		body: string,
		event: string,
		hook?: Webhook,
	): Promise<DeliveryRecord> {
		const delivery = await this.deliverer.send({
			url,
			body,
			event,
			headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
			...(hook === undefined ? {} : { hookId: hook.id }),
		});
		if (delivery.status === 410 && hook !== undefined) hook.isOff = true;
		return delivery;
	}

	private bodyOf(
		{ type, source, contact, list, extra = [] }: Happening,
		keyOf: (field: { id: string; perstag: string }) => string,
	): string {
		const form = new URLSearchParams([
			['type', type],
			['date_time', isoInZone(this.clock.now(), this.zone)],
			['initiated_from', source],
			['initiated_by', source],
			['list', list ?? '0'],
		]);
		if (contact !== undefined) {
			const tags = this.state.tagsOf(contact.id).map(({ tag }) => tag);
			const block = {
				id: contact.id,
				email: contact.email,
				first_name: contact.firstName,
				last_name: contact.lastName,
				phone: contact.phone,
				ip: contact.ip,
				tags: tags.join(', '),
				customer_acct_name: '',
				orgname: contact.orgname,
			};
			for (const [key, value] of Object.entries(block)) form.append(`contact[${key}]`, value);
			for (const field of this.state.fieldsOf(contact.id)) {
				const value = this.state.valueOf(contact.id, field.id)?.value ?? '';
				form.append(`contact[fields][${keyOf(field)}]`, value);
			}
		}
		for (const [key, value] of extra) form.append(key, value);
		return form.toString();
	}
}
