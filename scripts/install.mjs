#!/usr/bin/env node
/**
 * Installs what the unit, engine, contract and package tests need: the development dependencies, which include the newest
 * n8n-core, and the oldest n8n-core. Keeps what is already in place; if nothing is missing, no network is needed.
 *
 *   node scripts/install.mjs
 *
 * The end-to-end tests need more: see install-e2e.mjs.
 */
import { ensureTestPackages } from './lib/packages.mjs';

ensureTestPackages();
console.log('Everything that the tests need is installed, except for the end-to-end tests.');
