CREATE TABLE "repeat_count" (
	"tenant_id" uuid NOT NULL,
	"day" date NOT NULL,
	"source" text NOT NULL,
	"n" bigint NOT NULL,
	CONSTRAINT "repeat_count_tenant_id_day_source_pk" PRIMARY KEY("tenant_id","day","source")
);
--> statement-breakpoint
CREATE TABLE "service_minute" (
	"tenant_id" uuid NOT NULL,
	"minute" timestamp (3) with time zone NOT NULL,
	"face" text NOT NULL,
	"calls" integer NOT NULL,
	"failed" integer NOT NULL,
	"slow" integer NOT NULL,
	"busy_us" bigint NOT NULL,
	"cpu_us" bigint NOT NULL,
	"bytes" bigint NOT NULL,
	CONSTRAINT "service_minute_tenant_id_minute_face_pk" PRIMARY KEY("tenant_id","minute","face")
);
--> statement-breakpoint
ALTER TABLE "repeat_count" ADD CONSTRAINT "repeat_count_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_minute" ADD CONSTRAINT "service_minute_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;