variable "project" {
  type        = string
  description = "The project that runs and pays for the jobs."
}

variable "region" {
  type        = string
  description = "Where workers and data are."
  default     = "europe-west1"
}

variable "bucket" {
  type        = string
  description = "Name of the bucket for the output; one for temporary files gets -tmp behind it."
}

variable "operators" {
  type        = list(string)
  description = "Who starts jobs, as in user:ann@example.org."
  default     = []
}

output "service_account" {
  value = google_service_account.worker.email
}

output "subnetwork" {
  description = "As --subnetwork takes it."
  value       = "regions/${var.region}/subnetworks/${google_compute_subnetwork.workers.name}"
}

output "subscription" {
  description = "As INPUT takes it."
  value       = "pubsub:${google_pubsub_subscription.news.id}"
}

output "nat_address" {
  description = "What publishers see."
  value       = google_compute_address.nat.address
}
