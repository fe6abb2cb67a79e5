// Every page is drawn in the browser: the engine lives in the server and reaches it over the socket.
export const ssr = false;
export const prerender = false;
