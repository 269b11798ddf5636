/** The YAML library by its names: a bundle hands a late `import('yaml')` only a default. */
export { Document, visit } from 'yaml';
