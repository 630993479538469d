/** What the checks need to know of the site's content types. */
export interface Site {
  /** A content type that jobs may work on; undefined for any other, whether it exists or not. */
  contentType(uid: string): SiteContentType | undefined;
}

export interface SiteContentType {
  uid: string;
  draftAndPublish: boolean;
  localized: boolean;
  /** The field that names an entry to people; null where there is none. */
  titleField: string | null;
  /** Fields that a job may look at: scalar, not private, no passwords. */
  fields: ReadonlyMap<string, SiteField>;
}

export interface SiteField {
  /** Strapi's attribute type. */
  type: string;
  /** `enumeration`: its values. */
  values?: readonly string[];
}
