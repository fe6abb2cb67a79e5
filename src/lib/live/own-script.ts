// Addresses of scripts that run beside the page, as browsers with trusted types want them said: nothing else may name one.
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}
const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };

/** Its name is in the policy that the server sends: server/http/page-headers.ts. */
const policy = trustedTypes?.createPolicy('tablo', {
  createScriptURL(url) {
    if (new URL(url, location.href).origin !== location.origin)
      throw new TypeError(`${url} is no script of this server`);
    return url;
  },
});

/** @param url of this server */
export const ownScript = (url: string): string => policy?.createScriptURL(url) ?? url;
