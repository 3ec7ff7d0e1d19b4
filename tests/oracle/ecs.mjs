// Deploys to the service `web` as AWS's own actions do, with the SDK that they use, and prints what it was told as JSON. The endpoint is in the environment.
import {
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
  waitUntilServicesStable,
} from "@aws-sdk/client-ecs";

const client = new ECSClient({});
const image = process.argv[2];
const container = {name: "app", image, essential: true};
const {taskDefinition} = await client.send(new RegisterTaskDefinitionCommand({family: "web", containerDefinitions: [container]}));
const {service} = await client.send(new UpdateServiceCommand({service: "web", taskDefinition: taskDefinition.taskDefinitionArn}));
const waited = await waitUntilServicesStable({client, minDelay: 1, maxDelay: 2, maxWaitTime: 60}, {services: ["web"]});
const listed = await client.send(new ListServiceDeploymentsCommand({service: "web"}));
const arn = listed.serviceDeployments[0].serviceDeploymentArn;
const {serviceDeployments} = await client.send(new DescribeServiceDeploymentsCommand({serviceDeploymentArns: [arn]}));
const refused = await client.send(new StopServiceDeploymentCommand({serviceDeploymentArn: arn})).catch(error => error.name);
const missing = (await client.send(new DescribeServicesCommand({services: ["nobody"]}))).failures[0].reason;
console.log(
  JSON.stringify({
    revision: taskDefinition.revision,
    primary: service.deployments[0].status,
    waited: waited.state,
    status: serviceDeployments[0].status,
    finished: serviceDeployments[0].finishedAt instanceof Date,
    refused,
    missing,
  }),
);
