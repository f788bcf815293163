# Workers have no public addresses. Google's services answer them by private access, publishers by way of NAT.
resource "google_compute_network" "news" {
  name                    = "dateline"
  auto_create_subnetworks = false
  depends_on              = [google_project_service.needed]
}

resource "google_compute_subnetwork" "workers" {
  name                     = "dateline"
  network                  = google_compute_network.news.id
  region                   = var.region
  ip_cidr_range            = "10.20.0.0/22"
  private_ip_google_access = true
}

# Workers of a job talk to each other: shuffle and state.
resource "google_compute_firewall" "workers" {
  name        = "dateline-workers"
  network     = google_compute_network.news.id
  source_tags = ["dataflow"]
  target_tags = ["dataflow"]

  allow {
    protocol = "tcp"
    ports    = ["12345-12346"]
  }
}

resource "google_compute_router" "news" {
  name    = "dateline"
  network = google_compute_network.news.id
  region  = var.region
}

# An address of its own: a publisher who knows it can allow it, or say what is wrong.
resource "google_compute_address" "nat" {
  name   = "dateline-nat"
  region = var.region
}

resource "google_compute_router_nat" "news" {
  name                               = "dateline"
  router                             = google_compute_router.news.name
  region                             = var.region
  nat_ip_allocate_option             = "MANUAL_ONLY"
  nat_ips                            = [google_compute_address.nat.self_link]
  source_subnetwork_ip_ranges_to_nat = "LIST_OF_SUBNETWORKS"
  # A worker keeps up to 64 requests open (--concurrency), many of them to one host.
  min_ports_per_vm = 1024

  subnetwork {
    name                    = google_compute_subnetwork.workers.id
    source_ip_ranges_to_nat = ["ALL_IP_ADDRESSES"]
  }
}
