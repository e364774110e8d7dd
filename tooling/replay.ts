// Computes the numbers of an answer again, from the counts in its metadata and with code of its own.
import { command } from './replay/command';

process.exitCode = command(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd(), console.log);
