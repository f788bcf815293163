# Messages that name pages to fetch. Those that no job takes within a week are gone; a retention of seven days is the most.
resource "google_pubsub_topic" "news" {
  name       = "news"
  depends_on = [google_project_service.needed]
}

resource "google_pubsub_subscription" "news" {
  name                       = "news"
  topic                      = google_pubsub_topic.news.id
  ack_deadline_seconds       = 600
  message_retention_duration = "604800s"

  expiration_policy {
    ttl = ""
  }
}

# Reading, and looking whether it is there.
resource "google_pubsub_subscription_iam_member" "worker" {
  for_each     = toset(["roles/pubsub.subscriber", "roles/pubsub.viewer"])
  subscription = google_pubsub_subscription.news.name
  role         = each.value
  member       = google_service_account.worker.member
}
