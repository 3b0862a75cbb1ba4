CREATE TABLE "tracked_link" (
	"tenant_id" uuid NOT NULL,
	"link_id" uuid NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"destination" text NOT NULL,
	"target" text NOT NULL,
	"click_parameter" text NOT NULL,
	"channel" text NOT NULL,
	"source" text,
	"campaign" text,
	"creative" text,
	"refcode" text,
	"utm" jsonb NOT NULL,
	"list" text,
	"partner" text,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"clicks" bigint DEFAULT 0 NOT NULL,
	"last_clicked_at" timestamp (3) with time zone,
	CONSTRAINT "tracked_link_tenant_id_link_id_pk" PRIMARY KEY("tenant_id","link_id"),
	CONSTRAINT "tracked_link_own_code" UNIQUE("tenant_id","code"),
	CONSTRAINT "tracked_link_leads" CHECK (target like 'https://%' and destination like 'https://%')
);
--> statement-breakpoint
ALTER TABLE "tracked_link" ADD CONSTRAINT "tracked_link_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tracked_link_code" ON "tracked_link" USING btree ("code");--> statement-breakpoint
CREATE INDEX "tracked_link_made" ON "tracked_link" USING btree ("tenant_id","created_at");