import { command } from './command.mjs';
import { StepError } from './step.mjs';

const oldestNode = [20, 19];

/**
 * Checks that Node and npm are new enough. Runs on any Node, so it uses nothing new itself.
 */
export async function checkTools() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantMajor = 0, wantMinor = 0] = oldestNode;
  if (major < wantMajor || (major === wantMajor && minor < wantMinor)) {
    throw new StepError(
      `Node ${process.versions.node} is too old: Gatehouse needs ${oldestNode.join('.')} or newer.`,
      'install Node 20.19 or newer (https://nodejs.org/en/download), then run the same command again',
    );
  }
  const npm = await command('npm', ['--version']);
  if (npm.code !== 0) {
    throw new StepError('npm is not on the PATH.', 'install npm (it comes with Node), then run this again');
  }
  return { node: process.versions.node, npm: npm.stdout.trim() };
}
