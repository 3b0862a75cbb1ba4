-- Tables above tenants. A row is seen by the person it is about and by the agencies the door has set; both empty means nothing.
drop policy if exists own on app_user;
create policy own on app_user to throughline_app using (user_id = current_actor()) with check (user_id = current_actor());

drop policy if exists own on session;
create policy own on session to throughline_app using (user_id = current_actor()) with check (user_id = current_actor());

drop policy if exists own on password_reset;
create policy own on password_reset to throughline_app using (user_id = current_actor()) with check (user_id = current_actor());

drop policy if exists own on recovery_code;
create policy own on recovery_code to throughline_app using (user_id = current_actor()) with check (user_id = current_actor());

drop policy if exists of_agency on agency;
create policy of_agency on agency to throughline_app using (agency_id = any (current_agencies())) with check (agency_id = any (current_agencies()));

drop policy if exists of_agency on member;
create policy of_agency on member to throughline_app
  using (user_id = current_actor() or agency_id = any (current_agencies()))
  with check (agency_id = any (current_agencies()));

-- A client's own admin invites to that client without seeing the agency.
drop policy if exists of_agency on invitation;
create policy of_agency on invitation to throughline_app
  using (agency_id = any (current_agencies()) or grant_tenant_id = any (entered_tenants()))
  with check (agency_id = any (current_agencies()) or grant_tenant_id = any (entered_tenants()));

drop policy if exists of_agency on agency_audit;
create policy of_agency on agency_audit to throughline_app using (agency_id = any (current_agencies())) with check (agency_id = any (current_agencies()));

drop policy if exists of_agency on agency_alert_channel;
create policy of_agency on agency_alert_channel to throughline_app using (agency_id = any (current_agencies())) with check (agency_id = any (current_agencies()));
