// The 'Booking Page' fields of a calendar.

import { choiceField, onSwitch, panelField, textField } from './builders';

/** What the contact sees and fills in, and what happens afterwards. */
export const bookingPage = panelField('Booking Page', 'bookingPage', [
	onSwitch(
		'Assign Contact',
		'shouldAssignContactToTeamMember',
		'Whether the contact is assigned to the team member of the booking',
	),
	textField('Consent Label', 'consentLabel'),
	textField('Cover Image URL', 'calendarCoverImage', {
		placeholder: 'e.g. https://example.com/a.png',
	}),
	choiceField('After Submitting', 'formSubmitType', 'ThankYouMessage', [
		{ name: 'Redirect', value: 'RedirectURL' },
		{ name: 'Show Message', value: 'ThankYouMessage' },
	]),
	textField('Form ID', 'formId'),
	onSwitch('Live Payments', 'isLivePaymentMode', 'Whether payments are real instead of tests'),
	textField('Meta Pixel ID', 'pixelId'),
	textField('Redirect URL', 'formSubmitRedirectURL', {
		placeholder: 'e.g. https://example.com/thanks',
	}),
	onSwitch(
		'Keep Contact Owner',
		'shouldSkipAssigningContactForExisting',
		'Whether contacts keep the owner that they already have',
	),
	textField('Calendar Slug', 'slug', {
		description: 'Last part of the address of the booking page',
	}),
	onSwitch(
		'Sticky Contact',
		'stickyContact',
		"Whether the form is filled with the contact's known details",
	),
	textField('Thank You Message', 'formSubmitThanksMessage'),
	choiceField('Widget', 'widgetType', 'classic', [
		{ name: 'Classic', value: 'classic' },
		{ name: 'Neo', value: 'default' },
	]),
	textField('Widget Slug', 'widgetSlug', { placeholder: 'e.g. intro-call' }),
]);
