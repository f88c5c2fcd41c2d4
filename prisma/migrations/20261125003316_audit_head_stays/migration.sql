-- The head of the audit log is never taken away, not even with all its rows
CREATE TRIGGER "AuditHead_no_truncate" BEFORE TRUNCATE ON "AuditHead"
  FOR EACH STATEMENT EXECUTE FUNCTION istmo_refuse_audit_change();
