// The config file
export { defineConfig, type RemoteJoinsConfig, type SourceConfig } from './config/config.js';
