CREATE TABLE "agency_alert_channel" (
	"agency_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"hint" text NOT NULL,
	"sealed" "bytea",
	"people" jsonb NOT NULL,
	"severities" jsonb NOT NULL,
	"rules" jsonb,
	"is_on" boolean NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "agency_alert_channel_agency_id_channel_id_pk" PRIMARY KEY("agency_id","channel_id")
);
--> statement-breakpoint
CREATE TABLE "alert" (
	"tenant_id" uuid NOT NULL,
	"alert_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"subject" text NOT NULL,
	"severity" text NOT NULL,
	"state" text NOT NULL,
	"say" jsonb NOT NULL,
	"link" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"missing_since" timestamp (3) with time zone,
	"resolved_at" timestamp (3) with time zone,
	"snoozed_until" timestamp (3) with time zone,
	"owner" uuid,
	"occurrences" integer NOT NULL,
	"events" integer NOT NULL,
	CONSTRAINT "alert_tenant_id_alert_id_pk" PRIMARY KEY("tenant_id","alert_id")
);
--> statement-breakpoint
CREATE TABLE "alert_channel" (
	"tenant_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"hint" text NOT NULL,
	"sealed" "bytea",
	"people" jsonb NOT NULL,
	"severities" jsonb NOT NULL,
	"rules" jsonb,
	"is_on" boolean NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "alert_channel_tenant_id_channel_id_pk" PRIMARY KEY("tenant_id","channel_id")
);
--> statement-breakpoint
CREATE TABLE "alert_delivery" (
	"tenant_id" uuid NOT NULL,
	"alert_id" uuid NOT NULL,
	"event_no" integer NOT NULL,
	"channel_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"why" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "alert_delivery_tenant_id_alert_id_event_no_channel_id_pk" PRIMARY KEY("tenant_id","alert_id","event_no","channel_id")
);
--> statement-breakpoint
CREATE TABLE "alert_event" (
	"tenant_id" uuid NOT NULL,
	"alert_id" uuid NOT NULL,
	"event_no" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"actor" text NOT NULL,
	"detail" jsonb NOT NULL,
	CONSTRAINT "alert_event_tenant_id_alert_id_event_no_pk" PRIMARY KEY("tenant_id","alert_id","event_no")
);
--> statement-breakpoint
CREATE TABLE "alert_setting" (
	"tenant_id" uuid NOT NULL,
	"quiet_from" text,
	"quiet_to" text,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "alert_setting_tenant_id_pk" PRIMARY KEY("tenant_id")
);
--> statement-breakpoint
CREATE TABLE "alert_watch" (
	"tenant_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"failures" integer NOT NULL,
	"error" text,
	CONSTRAINT "alert_watch_tenant_id_rule_pk" PRIMARY KEY("tenant_id","rule")
);
--> statement-breakpoint
ALTER TABLE "agency_alert_channel" ADD CONSTRAINT "agency_alert_channel_agency_id_agency_agency_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agency"("agency_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert" ADD CONSTRAINT "alert_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_channel" ADD CONSTRAINT "alert_channel_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_delivery" ADD CONSTRAINT "alert_delivery_tenant_id_alert_id_event_no_alert_event_tenant_id_alert_id_event_no_fk" FOREIGN KEY ("tenant_id","alert_id","event_no") REFERENCES "public"."alert_event"("tenant_id","alert_id","event_no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_event" ADD CONSTRAINT "alert_event_tenant_id_alert_id_alert_tenant_id_alert_id_fk" FOREIGN KEY ("tenant_id","alert_id") REFERENCES "public"."alert"("tenant_id","alert_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_setting" ADD CONSTRAINT "alert_setting_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_watch" ADD CONSTRAINT "alert_watch_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alert_one_open" ON "alert" USING btree ("tenant_id","rule","subject") WHERE state <> 'resolved';--> statement-breakpoint
CREATE INDEX "alert_state" ON "alert" USING btree ("tenant_id","state","opened_at");--> statement-breakpoint
CREATE INDEX "alert_subject" ON "alert" USING btree ("tenant_id","rule","subject","resolved_at");--> statement-breakpoint
CREATE INDEX "alert_delivery_due" ON "alert_delivery" USING btree ("tenant_id","due_at") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "alert_delivery_recent" ON "alert_delivery" USING btree ("tenant_id","created_at");