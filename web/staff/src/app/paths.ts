/** Every address of the staff web. Links are made from these, never from text. */
export const paths = {
  home: "/",
  signIn: "/sign-in",
  setUp: "/set-up",
  forgotten: "/forgotten",
  resetPassword: "/reset-password",
  invitation: "/invitation",
  profile: "/profile",
  inboxHome: "/inbox",
  inbox: "/inbox/$view",
  conversation: "/inbox/$view/$conversation",
  search: "/search",
  customers: "/customers",
  contact: "/customers/$contact",
  organisation: "/customers/organisations/$organisation",
  administration: "/administration",
} as const;
