// The 'Notifications' fields of a calendar.

import type { Field } from '../../shared/operation';
import { choiceField, offSwitch, onSwitch, panelField, textField } from './builders';

/** HighLevel requires each of these switches (OpenAPI: CalendarNotification). */
const notificationFlag = (displayName: string, name: string, who: string): Field => ({
	...offSwitch(displayName, name, `Whether ${who} is notified`),
	required: true,
});

/** Who is notified of bookings. */
export const messages = panelField('Notifications', 'messages', [
	textField('Alert Email', 'alertEmail', { placeholder: 'e.g. name@email.com' }),
	onSwitch(
		'Alert the Assigned Member',
		'shouldSendAlertEmailsToAssignedMember',
		'Whether alerts go to the assigned team member too',
	),
	onSwitch(
		'Google Invitation Emails',
		'googleInvitationEmails',
		'Whether Google sends invitations by email',
	),
	{
		displayName: 'Notifications (Deprecated)',
		name: 'notifications',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add notification',
		description: 'Superseded by the resource Notification',
		options: [
			{
				displayName: 'Notification',
				name: 'notification',
				values: [
					choiceField('Channel', 'type', 'email', [{ name: 'Email', value: 'email' }]),
					notificationFlag('Send to Contact', 'shouldSendToContact', 'the contact'),
					notificationFlag('Send to Guest', 'shouldSendToGuest', 'the guest'),
					notificationFlag(
						'Send to Selected Users',
						'shouldSendToSelectedUsers',
						'each selected user',
					),
					notificationFlag('Send to User', 'shouldSendToUser', 'the assigned user'),
					textField('User Emails', 'selectedUsers', {
						placeholder: 'e.g. name@email.com, other@email.com',
						required: true,
						description:
							'Emails of the selected users, separated by commas. HighLevel requires one even if they are not notified.',
					}),
				],
			},
		],
	},
]);
