// A company's identity provider: a certified OpenID Connect server with a sign-in page of its own, on this machine.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import Provider, { type Configuration } from "oidc-provider";
import { freePorts } from "./program.ts";

/** An account at the provider; whoever knows its name gets in. */
export interface Account {
  /** What is typed at the provider, and its lasting name there. */
  login: string;
  name: string;
  email: string;
  verified?: boolean;
  groups?: string[];
}

export class IdentityProvider {
  readonly clientId = "quarterdeck";
  readonly clientSecret = randomBytes(24).toString("hex");
  private readonly accounts = new Map<string, Account>();

  private constructor(
    readonly issuer: string,
    private readonly server: Server,
  ) {}

  /** Starts a provider that sends people back to `redirect` and nowhere else. */
  static async start(redirect: string): Promise<IdentityProvider> {
    const [port] = await freePorts(1);
    const server = createServer();
    const idp = new IdentityProvider(`http://127.0.0.1:${port}`, server);
    const provider = new Provider(idp.issuer, idp.configuration(redirect));
    const answer = provider.callback();
    server.on("request", (request, response) => {
      const asked = request.url?.startsWith("/sign-in/")
        ? idp.signIn(provider, request, response)
        : answer(request, response);
      Promise.resolve(asked).catch((error: Error) => response.writeHead(500).end(error.message));
    });
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    return idp;
  }

  /** Makes an account, or changes what the provider says of it from the next sign-in on. */
  add(account: Account): void {
    this.accounts.set(account.login, account);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private configuration(redirect: string): Configuration {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    return {
      clients: [
        {
          client_id: this.clientId,
          client_secret: this.clientSecret,
          redirect_uris: [redirect],
          response_types: ["code"],
          grant_types: ["authorization_code"],
        },
      ],
      pkce: { required: () => true },
      scopes: ["openid", "profile", "email", "groups"],
      claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"], groups: ["groups"] },
      // As Keycloak, Entra and Google do it: what is asked for stands in the token itself.
      conformIdTokenClaims: false,
      findAccount: (_, login) => {
        const account = this.accounts.get(login);
        if (!account) {
          return undefined;
        }
        const { name, email, verified = true, groups = [] } = account;
        return {
          accountId: login,
          claims: () => ({ sub: login, name, email, email_verified: verified, groups }),
        };
      },
      // The company has agreed for its people: nobody is asked for consent.
      loadExistingGrant: async (context) => {
        const { client, session, provider, params } = context.oidc;
        const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
        grant.addOIDCScope(String(params?.scope ?? "openid"));
        await grant.save();
        return grant;
      },
      interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
      features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
      cookies: { keys: [randomBytes(24).toString("hex")] },
      jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "one" }] },
      ttl: {
        AccessToken: 600,
        AuthorizationCode: 60,
        IdToken: 600,
        Interaction: 600,
        Session: 3600,
        Grant: 600,
      },
    };
  }

  /** The page on which somebody says who they are, or changes their mind. */
  private async signIn(
    provider: Provider,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (request.method !== "POST") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(PAGE);
      return;
    }
    const form = new URLSearchParams(await text(request));
    const login = form.get("login") ?? "";
    const result = form.has("cancel")
      ? { error: "access_denied", error_description: "They changed their mind." }
      : this.accounts.has(login)
        ? { login: { accountId: login, remember: true } }
        : undefined;
    if (result) {
      await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    } else {
      response.writeHead(404, { "content-type": "text/html; charset=utf-8" }).end(PAGE);
    }
  }
}

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Castell accounts</title>
<main><h1>Castell accounts</h1><form method="post"><label>Account <input name="login" autofocus></label>
<button>Continue</button><button name="cancel" value="yes" formnovalidate>Cancel</button></form></main></html>`;

async function text(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const part of request) {
    body += part;
  }
  return body;
}
