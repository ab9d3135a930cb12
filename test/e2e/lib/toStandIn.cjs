'use strict';
/**
 * Preloaded by an n8n (`NODE_OPTIONS=--require`): sends the calls that n8n's own HighLevel node and credential make to HighLevel's fixed
 * address to the stand-in at `HIGHLEVEL_STAND_IN`. Most of n8n's paths end in a slash that those of the reference, and of the stand-in, lack.
 */
const http = require('node:http');
const https = require('node:https');

const { hostname, port } = new URL(process.env.HIGHLEVEL_STAND_IN);
const request = https.request;

https.request = function (options, ...rest) {
	const wanted = options?.hostname ?? options?.host;
	if (wanted !== 'services.leadconnectorhq.com') return request.call(this, options, ...rest);
	const path = options.path.replace(/(\/[^/?]+\/[^?]*[^/?])\/(?=$|\?)/, '$1');
	const to = { protocol: 'http:', hostname, host: hostname, port, path };
	return http.request({ ...options, ...to, agent: undefined, agents: undefined }, ...rest);
};
