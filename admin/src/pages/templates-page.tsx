import { Page } from '@strapi/strapi/admin';

const WaitingPage = () => <Page.Loading />;

export default WaitingPage;
