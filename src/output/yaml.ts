/** The YAML library by its named exports: in a bundle a dynamic `import('yaml')` has only a default. */
export { Document, visit } from 'yaml';
