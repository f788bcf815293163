# What a job of Dateline on Dataflow stands on: APIs, bucket, accounts, network, and a subscription for messages.
# terraform -chdir=deploy/terraform apply -var project=… -var bucket=… -var region=…

terraform {
  required_version = ">= 1.5"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 6.0"
    }
  }
}

provider "google" {
  project = var.project
  region  = var.region
}

resource "google_project_service" "needed" {
  for_each = toset([
    "artifactregistry.googleapis.com",
    "cloudbuild.googleapis.com",
    "compute.googleapis.com",
    "dataflow.googleapis.com",
    "pubsub.googleapis.com",
  ])
  service            = each.value
  disable_on_destroy = false
}

resource "google_artifact_registry_repository" "images" {
  repository_id = "dateline"
  format        = "DOCKER"
  location      = var.region
  depends_on    = [google_project_service.needed]
}

# The only copy of what was fetched: what is deleted or replaced by mistake can be had back for 30 days.
resource "google_storage_bucket" "news" {
  name                        = var.bucket
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = false

  soft_delete_policy {
    retention_duration_seconds = 30 * 24 * 3600
  }

  lifecycle {
    prevent_destroy = true
  }
}

# What jobs spill and stage is of no use after a week, and kept apart, for soft deletion would keep all of it.
resource "google_storage_bucket" "temporary" {
  name                        = "${var.bucket}-tmp"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  soft_delete_policy {
    retention_duration_seconds = 0
  }

  lifecycle_rule {
    condition {
      age = 7
    }
    action {
      type = "Delete"
    }
  }
}
