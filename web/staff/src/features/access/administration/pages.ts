/** The pages behind the routes, fetched together. */

export { AuditPage } from "../audit/AuditPage";
export { CompanyPage } from "../company/CompanyPage";
export { PeoplePage } from "../people/PeoplePage";
export { RolesPage } from "../roles/RolesPage";
export { SecurityPage } from "../security/SecurityPage";
export { TeamsPage } from "../teams/TeamsPage";
export { TokensPage } from "../tokens/TokensPage";
export { AdministrationHome } from "./AdministrationHome";
