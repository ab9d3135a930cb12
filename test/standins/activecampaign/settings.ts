/** What is not known of ActiveCampaign's behaviour, and can be switched. */

/** Behaviour that the API's documentation leaves open. */
export interface BehaviourSettings {
	/** The status with which a tag that exists is refused. */
	duplicateTagStatus: number;
	/** Whether an `update` webhook is sent although nothing changed. */
	updatesWithoutChange: boolean;
	/** Refuses webhook addresses that are not https on port 443, as the real service does. The stand-in's receivers listen on loopback. */
	webhookPortCheck: boolean;
}

/** What the stand-in does unless told otherwise. */
export const USUAL_BEHAVIOUR: BehaviourSettings = {
	duplicateTagStatus: 422,
	updatesWithoutChange: false,
	webhookPortCheck: false,
};
