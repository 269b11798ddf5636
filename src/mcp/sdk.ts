/** What is used of the SDK; the build makes a bundle of its own of it, which no other command loads. */
export { McpServer, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
export { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
