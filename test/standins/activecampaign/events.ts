/** The events that webhooks can subscribe to. */

/** The names, as `GET /webhook/events` lists them; the last five exist in newer accounts only. */
export const WEBHOOK_EVENTS = [
	'bounce',
	'click',
	'contact_tag_added',
	'contact_tag_removed',
	'deal_add',
	'deal_note_add',
	'deal_pipeline_add',
	'deal_stage_add',
	'deal_task_add',
	'deal_task_complete',
	'deal_tasktype_add',
	'deal_update',
	'forward',
	'list_add',
	'open',
	'reply',
	'sent',
	'share',
	'sms_reply',
	'sms_sent',
	'sms_unsub',
	'subscribe',
	'subscriber_note',
	'unsubscribe',
	'update',
	'contact_task_add',
	'account_add',
	'account_update',
	'account_contact_add',
	'account_contact_update',
] as const;

/** Events that a webhook's `listid` limits to one list. */
export const LIST_BOUND = ['subscribe', 'unsubscribe', 'update'];
