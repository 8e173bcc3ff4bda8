-- What every export tells, for those who read only this schema.
CREATE VIEW analysis.ministries AS
SELECT m.code AS ministry, m.name, m.country, m.address, m.timezone, m.terms FROM corpus.ministry m;
COMMENT ON VIEW analysis.ministries IS 'One row for each ministry that documents come from';
COMMENT ON COLUMN analysis.ministries.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.ministries.name IS 'Name in English';
COMMENT ON COLUMN analysis.ministries.country IS 'Its country (ISO 3166-1 alpha-2); X-codes for invented countries';
COMMENT ON COLUMN analysis.ministries.address IS 'Address of its site';
COMMENT ON COLUMN analysis.ministries.timezone IS 'Time zone of the dates that it prints (IANA): days are days there';
COMMENT ON COLUMN analysis.ministries.terms IS 'Terms of use of its texts';

CREATE VIEW analysis.schema_version AS
SELECT v.version::bigint AS version, v.description, v.installed_on FROM pipeline.schema_version v;
COMMENT ON VIEW analysis.schema_version IS 'One row for each migration of this schema that has been applied; the greatest number is the version of the schema';
COMMENT ON COLUMN analysis.schema_version.version IS 'Number of the migration';
COMMENT ON COLUMN analysis.schema_version.description IS 'Its name';
COMMENT ON COLUMN analysis.schema_version.installed_on IS 'When it was applied';
