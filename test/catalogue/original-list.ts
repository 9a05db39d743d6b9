/** The original list (awesome-kafka-streams): the addresses that each entry had there, and must keep as they are. */
export const ORIGINAL_LIST: Readonly<Record<string, readonly string[]>> = {
  'recursion-drug-discovery-pipeline': ['https://videos.confluent.io/watch/NHgXjNs9Yk5MxBn8LY8kxJ'],
  'airbnb-merge-queue': [
    'https://www.confluent.io/de-de/events/kafka-summit-london-2022/evergreen-building-airbnbs-merge-queue-with-kafka-streams/',
  ],
  'expedia-conversations-platform': [
    'https://www.confluent.io/resources/kafka-summit-2020/launching-the-expedia-conversations-platform-from-zero-to-production-in-four-months/',
    'https://dl.acm.org/doi/10.1145/3448016.3457556',
  ],
  'indeed-microservices': [
    'https://www.slideshare.net/HostedbyConfluent/from-monoliths-to-microservices-a-journey-with-confluent-with-gayathri-veale-current-2022',
  ],
  'ironsource-budget-monitoring': [
    'https://aws.amazon.com/blogs/big-data/how-ironsource-built-a-multi-purpose-data-lake-with-upsolver-amazon-s3-and-amazon-athena/',
  ],
  'pinterest-ads-budgeting': [
    'https://www.slideshare.net/ConfluentInc/building-pinterest-realtime-ads-platform-using-kafka-streams',
    'https://www.youtube.com/watch?v=RWPCLfnYFRQ',
  ],
  'salesforce-einstein-email-insights': [
    'https://engineering.salesforce.com/real-time-einstein-insights-using-kafka-streams-ca94008c2c6f/',
  ],
  'trivago-log-processing': ['https://www.youtube.com/watch?v=e9jpFHbS4XY'],
  'twitter-home-timeline-ml-logging': [
    'https://blog.twitter.com/engineering/en_us/topics/infrastructure/2020/streaming-logging-pipeline-of-home-timeline-prediction-system',
  ],
  'bigcommerce-merchant-analytics': [
    'https://medium.com/bigcommerce-engineering/use-of-kafka-and-kafka-streams-at-bigcommerce-6189345c3c21',
  ],
  'lifull-connect-real-estate-listings': [
    'https://www.confluent.io/events/kafka-summit-london-2023/lessons-learned-scaling-stateful-kafka-streams-topologies/',
  ],
  'nuuly-rental-personalization': ['https://www.youtube.com/watch?v=ur1Zeafo_lo'],
  'walmart-customer-backbone-at-scale': [
    'https://www.slideshare.net/ConfluentInc/kafka-streams-at-scale-deepak-goyal-walmart-labs-kafka-summit-london-2019',
  ],
  'walmart-ml-inferencing-platform': [
    'https://www.slideshare.net/kafkazone/real-time-data-processing-and-model-inferncing-platform-with-kafka-streams-navinder-singh-walmart',
  ],
  'stubhub-fraud-detection': ['https://www.meetup.com/kafkabayarea/events/267811182/'],
  'zalando-fashion-site-ranking': [
    'https://engineering.zalando.com/posts/2017/11/real-time-ranking-kafka.html',
  ],
  'blackrock-liquidity-management': [
    'https://engineering.blackrock.com/delivering-eventual-consistency-with-kafka-streams-c013a217b9b9',
  ],
  'bloomberg-market-event-adaptation': [
    'https://www.confluent.io/events/kafka-summit-americas-2021/real-time-adaptation-of-financial-market-events-with-kafka/',
  ],
  'bloomberg-derivatives-pricing-replay': [
    'https://www.confluent.io/resources/kafka-summit-2020/replaying-kstreams-apps-using-state-snapshots/',
    'https://dl.acm.org/doi/10.1145/3448016.3457556',
    'https://www.youtube.com/watch?v=tEcYffZz-Mc',
  ],
  'morgan-stanley-liquidity-calculations': [
    'https://www.confluent.io/events/kafka-summit-london-2023/consistent-high-throughput-real-time-calculation-engines-using-kafka-streams/',
  ],
  'rabobank-rabo-alerts': [
    'https://axual.com/real-time-financial-alerts-at-rabobank-with-apache-kafkas-streams-api/',
  ],
  'wise-instant-money-movement': [
    'https://www.confluent.io/fr-fr/events/kafka-summit-london-2023/streaming-infrastructure-at-wise/',
  ],
  'zopa-bank-event-driven-backend': [
    'https://www.confluent.io/events/kafka-summit-london-2023/highly-available-kafka-consumers-and-kafka-streams-on-kubernetes/',
  ],
  'altair-panopticon-stream-engine': [
    'https://altair.com/resource/panopticon-explainer-introduction-to-stream-processing',
  ],
  'deutsche-bahn-passenger-information': [
    'https://www.infoq.com/news/2020/01/kafka-event-stream-deutsche-bahn/',
  ],
  'intel-cyber-intelligence-platform': [
    'https://www.intel.com/content/dam/www/central-libraries/us/en/documents/building-a-cyber-intelligence-platform-apache-kafka-paper.pdf',
  ],
  'michelin-erp-choreography': ['https://blogit.michelin.io/kstreamplify/'],
  'k2data-industrial-data': ['https://www.k2data.com/'],
  'new-york-times-publishing-pipeline': [
    'https://www.confluent.io/blog/publishing-apache-kafka-new-york-times/',
  ],
  'avsystem-device-monitoring': [
    'https://www.avsystem.com/blog/csp/large-scale-data-monitoring-with-kafka-streams/',
  ],
  'linecorp-internal-message-flow': [
    'https://engineering.linecorp.com/en/blog/applying-kafka-streams-for-internal-message-delivery-pipeline',
  ],
  'twilio-near-real-time-alerting': ['https://www.twilio.com/blog/kafka-streams-near-real-time'],
  'imperva-shared-state-microservices': [
    'https://www.imperva.com/blog/not-just-for-processing-how-kafka-streams-as-a-distributed-database-boosted-our-reliability-and-reduced-maintenance/',
  ],
}
