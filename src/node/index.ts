export { readBytes, readText } from './read-file.js';
export { discardUnfinished, writeFileWhole, writeFolder } from './write-file.js';
