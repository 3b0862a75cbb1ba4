CREATE TABLE "restated_movement" (
	"tenant_id" uuid NOT NULL,
	"day" date NOT NULL,
	"kind" text NOT NULL,
	"currency" text NOT NULL,
	"hour" smallint NOT NULL,
	"recurring" boolean NOT NULL,
	"minor" bigint NOT NULL,
	"n" integer NOT NULL,
	CONSTRAINT "restated_movement_tenant_id_day_kind_currency_hour_recurring_pk" PRIMARY KEY("tenant_id","day","kind","currency","hour","recurring")
);
--> statement-breakpoint
CREATE TABLE "restated_strip" (
	"tenant_id" uuid NOT NULL,
	"day" date NOT NULL,
	"seq" smallint NOT NULL,
	"n" integer NOT NULL,
	"contact" "bytea" NOT NULL,
	"sec" "bytea" NOT NULL,
	"kind" "bytea" NOT NULL,
	"sign" "bytea" NOT NULL,
	"cause" "bytea" NOT NULL,
	"amount" "bytea" NOT NULL,
	"currency" "bytea" NOT NULL,
	CONSTRAINT "restated_strip_tenant_id_day_seq_pk" PRIMARY KEY("tenant_id","day","seq")
);
--> statement-breakpoint
ALTER TABLE "tenant" ADD COLUMN "wanted_time_zone" text;