ALTER TABLE "segment_state" ADD COLUMN "people" integer;--> statement-breakpoint
CREATE INDEX "inbox_received" ON "inbox" USING btree ("tenant_id","connection_id","received_at");--> statement-breakpoint
CREATE INDEX "source_record_tally" ON "source_record" USING btree ("tenant_id","connection_id","tally_day");