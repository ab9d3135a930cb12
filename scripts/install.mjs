#!/usr/bin/env node
/**
 * Installs what the unit, engine, contract and package tests need: the development dependencies, with the newest n8n-core
 * among them, and the oldest n8n-core. What is in place stays, and then no network is needed.
 *
 *   node scripts/install.mjs
 *
 * The end-to-end tests need more: see install-e2e.mjs.
 */
import { ensureTestPackages } from './lib/packages.mjs';

try {
	ensureTestPackages();
	console.log('Everything that the tests need is installed.');
} catch (error) {
	console.error(error.message);
	process.exitCode = 1;
}
