import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import featuresRpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import gossipRpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsRpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { GrpcServer } from './grpc.js';
import type { Member, Node } from './node.js';

/** Serves what a client asks a node about itself: the methods that it supports, and who is in its cluster. */
export function serveNode(server: GrpcServer, node: Node): void {
  server.handle(featuresRpc.ServerFeaturesService.getSupportedMethods, async (call) => {
    await call.request();
    node.faults.meet('server-features');
    await call.send(supportedMethods(node.version));
    call.end();
  });
  server.handle(gossipRpc.GossipService.read, async (call) => {
    await call.request();
    node.faults.meet('gossip');
    const info = new gossip.ClusterInfo();
    info.setMembersList(node.members().map(memberInfo));
    await call.send(info);
    call.end();
  });
}

function supportedMethods(version: string): features.SupportedMethods {
  const answer = new features.SupportedMethods();
  answer.setEventStoreServerVersion(version);
  for (const { path } of [
    ...Object.values(streamsRpc.StreamsService),
    ...Object.values(featuresRpc.ServerFeaturesService),
    ...Object.values(gossipRpc.GossipService),
  ]) {
    const [, service = '', name = ''] = path.split('/');
    const method = new features.SupportedMethod();
    method.setServiceName(service.toLowerCase());
    method.setMethodName(name.toLowerCase());
    answer.addMethods(method);
  }
  return answer;
}

const { FOLLOWER, LEADER, UNKNOWN } = gossip.MemberInfo.VNodeState;

function memberInfo(member: Member): gossip.MemberInfo {
  const id = new shared.UUID();
  id.setString(member.id);
  const endpoint = new gossip.EndPoint();
  endpoint.setAddress(member.endpoint.address);
  endpoint.setPort(member.endpoint.port);
  const info = new gossip.MemberInfo();
  info.setInstanceId(id);
  info.setTimeStamp(String(BigInt(Date.now()) * 10_000n));
  info.setState({ leader: LEADER, isolated: LEADER, follower: FOLLOWER, unknown: UNKNOWN }[member.state]);
  info.setIsAlive(member.alive);
  info.setHttpEndPoint(endpoint);
  return info;
}
