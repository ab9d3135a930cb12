/** What is not known of ActiveCampaign's behaviour, and can be switched. */

/** Behaviour that the API's documentation leaves open. */
export interface BehaviourSettings {
	/** The status with which a tag that exists is refused. */
	duplicateTagStatus: number;
	/** Lets the API create contacts without an e-mail address, as accounts can be set to. */
	allowNullEmail: boolean;
	/** Whether an `update` webhook is sent although nothing changed. */
	updatesWithoutChange: boolean;
	/** Refuses webhook addresses that are not https on port 443, as the real service does. The stand-in's receivers listen on loopback. */
	webhookPortCheck: boolean;
}

/** What the stand-in does unless told otherwise. */
export const USUAL_BEHAVIOUR: BehaviourSettings = {
	duplicateTagStatus: 422,
	allowNullEmail: false,
	updatesWithoutChange: false,
	webhookPortCheck: false,
};
