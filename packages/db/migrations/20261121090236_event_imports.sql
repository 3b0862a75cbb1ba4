ALTER TABLE "event_import" ADD COLUMN "columns" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "event_import" ADD COLUMN "file_bytes" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "event_import" ADD COLUMN "report" jsonb;--> statement-breakpoint
ALTER TABLE "event_import" ADD COLUMN "undone" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "event_import" ADD COLUMN "undone_batch" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "event_rejection" ADD COLUMN "import_id" uuid;--> statement-breakpoint
ALTER TABLE "event_rejection" ADD COLUMN "import_row" integer;--> statement-breakpoint
CREATE INDEX "event_rejection_import" ON "event_rejection" USING btree ("tenant_id","import_id","import_row") WHERE import_id is not null;--> statement-breakpoint
CREATE INDEX "batch_import" ON "batch" USING btree ("tenant_id","origin_id","batch") WHERE origin = 'import';