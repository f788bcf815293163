# Launcher and workers run as this account.
resource "google_service_account" "worker" {
  account_id   = "dateline"
  display_name = "Dateline's jobs on Dataflow"
}

resource "google_project_iam_member" "worker" {
  project = var.project
  role    = "roles/dataflow.worker"
  member  = google_service_account.worker.member
}

resource "google_storage_bucket_iam_member" "worker" {
  for_each = {
    news      = google_storage_bucket.news.name
    temporary = google_storage_bucket.temporary.name
  }
  bucket = each.value
  role   = "roles/storage.objectAdmin"
  member = google_service_account.worker.member
}

resource "google_artifact_registry_repository_iam_member" "worker" {
  repository = google_artifact_registry_repository.images.name
  location   = google_artifact_registry_repository.images.location
  role       = "roles/artifactregistry.reader"
  member     = google_service_account.worker.member
}

# Who starts, updates and drains jobs.
resource "google_project_iam_member" "operator" {
  for_each = toset(var.operators)
  project  = var.project
  role     = "roles/dataflow.developer"
  member   = each.value
}

resource "google_service_account_iam_member" "operator" {
  for_each           = toset(var.operators)
  service_account_id = google_service_account.worker.name
  role               = "roles/iam.serviceAccountUser"
  member             = each.value
}
